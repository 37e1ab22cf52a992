/*
 * A load: a step, taken a number of times by a number of threads, and timed.
 *
 * `LOAD COUNT PREFIX [THREADS [RATE]]` prints how many nanoseconds a step took by the clock on
 * the wall: the mean, and that of the median burst of about a millisecond, which other processes
 * that take the processor now and then do not change. Files have names that begin with PREFIX.
 * RATE is steps a second of each thread; 0, the default, as many as it can.
 */
#ifndef LOAD_H
#define LOAD_H

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define MAX_THREADS 64
#define BURSTS_PER_SECOND 1000
#define MAX_BURSTS (1 << 18)

struct load {
	long count;
	long rate;
	void (*step)(struct load *load);
	double seconds; /* in steps, without waiting for the next one's time */
	float *bursts;  /* nanoseconds a step in each of them */
	long nr_bursts;
	char path[4096];     /* a file that exists, the same for all threads */
	char own_path[4096]; /* a file name of this thread's own */
	int fd;
};

static inline void must(bool holds, const char *what)
{
	if (holds)
		return;
	perror(what);
	exit(1);
}

static inline double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

static inline void wait_until(double time)
{
	double left = time - now();
	struct timespec pause = { .tv_sec = left, .tv_nsec = (left - (long)left) * 1e9 };

	if (left > 0)
		nanosleep(&pause, NULL);
}

static inline void run_burst(struct load *load, long steps)
{
	double start = now(), seconds;

	for (long i = 0; i < steps; i++)
		load->step(load);
	seconds = now() - start;
	load->seconds += seconds;
	if (load->nr_bursts < MAX_BURSTS)
		load->bursts[load->nr_bursts++] = seconds * 1e9 / steps;
}

/* Steps of a burst. Without a rate the last burst tells how many take a millisecond. */
static inline long burst_of(const struct load *load, long left)
{
	long burst = 1;

	if (load->rate)
		burst = (load->rate + BURSTS_PER_SECOND - 1) / BURSTS_PER_SECOND;
	else if (load->nr_bursts)
		burst = 1e9 / BURSTS_PER_SECOND / load->bursts[load->nr_bursts - 1];
	return burst < 1 ? 1 : burst < left ? burst : left;
}

/* In bursts: a sleep, or a look at the clock, for each step would be most of what is measured. */
static inline void *run_thread(void *argument)
{
	struct load *load = argument;
	double begin = now();

	for (long done = 0, burst; done < load->count; done += burst) {
		burst = burst_of(load, load->count - done);
		if (load->rate)
			wait_until(begin + (double)done / load->rate);
		run_burst(load, burst);
	}
	return NULL;
}

static inline int compare_bursts(const void *one, const void *other)
{
	float difference = *(const float *)one - *(const float *)other;

	return difference < 0 ? -1 : difference > 0;
}

static inline double median_burst(struct load *load)
{
	qsort(load->bursts, load->nr_bursts, sizeof(*load->bursts), compare_bursts);
	return load->bursts[load->nr_bursts / 2];
}

/* Only once: a tracer that watches a second run would tell of one open more. */
static inline void make_file(const char *path)
{
	FILE *file = access(path, F_OK) ? fopen(path, "a") : NULL;

	must(!file || !fclose(file), path);
}

static inline int run_load(int argc, char **argv, void (*step)(struct load *load))
{
	static struct load loads[MAX_THREADS];
	pthread_t threads[MAX_THREADS];
	int count = argc > 3 ? atoi(argv[3]) : 1;
	double seconds = 0, median = 0;

	if (argc < 3 || atol(argv[1]) <= 0 || count <= 0 || count > MAX_THREADS) {
		fprintf(stderr, "usage: %s COUNT PREFIX [THREADS [RATE]]\n", argv[0]);
		return 2;
	}
	for (int i = 0; i < count; i++) {
		loads[i].count = atol(argv[1]);
		loads[i].rate = argc > 4 ? atol(argv[4]) : 0;
		loads[i].step = step;
		loads[i].fd = -1;
		loads[i].bursts = malloc(MAX_BURSTS * sizeof(float));
		must(loads[i].bursts, "malloc");
		snprintf(loads[i].path, sizeof(loads[i].path), "%sfile", argv[2]);
		snprintf(loads[i].own_path, sizeof(loads[i].own_path), "%sown%d", argv[2], i);
	}
	make_file(loads[0].path);
	for (int i = 0; i < count; i++)
		must(!pthread_create(&threads[i], NULL, run_thread, &loads[i]), "pthread_create");
	for (int i = 0; i < count; i++) {
		pthread_join(threads[i], NULL);
		seconds += loads[i].seconds;
		median += median_burst(&loads[i]) / count;
	}
	printf("%.1f %.1f\n", seconds * 1e9 / count / loads[0].count, median);
	return 0;
}

#endif /* LOAD_H */
