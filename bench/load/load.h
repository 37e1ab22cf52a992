/*
 * A load: a step, taken a number of times by a number of threads, and timed.
 *
 * `LOAD COUNT PREFIX [THREADS [RATE]]` prints how many nanoseconds a step took, of the thread's
 * own time as the clock on the wall has it. Files have names that begin with PREFIX. RATE is
 * steps a second of each thread; 0, the default, as many as it can.
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

struct load {
	long count;
	long rate;
	void (*step)(struct load *load);
	double seconds;      /* in steps, without waiting for the next one's time */
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

/* In bursts of a millisecond: a sleep for each step would be most of what is measured. */
static inline long burst_of(const struct load *load)
{
	return load->rate ? (load->rate + BURSTS_PER_SECOND - 1) / BURSTS_PER_SECOND : load->count;
}

static inline void *run_thread(void *argument)
{
	struct load *load = argument;
	long burst = burst_of(load);
	double begin = now(), start;

	for (long done = 0; done < load->count; done += burst) {
		if (load->rate)
			wait_until(begin + (double)done / load->rate);
		start = now();
		for (long i = done; i < done + burst && i < load->count; i++)
			load->step(load);
		load->seconds += now() - start;
	}
	return NULL;
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
	double seconds = 0;

	if (argc < 3 || atol(argv[1]) <= 0 || count <= 0 || count > MAX_THREADS) {
		fprintf(stderr, "usage: %s COUNT PREFIX [THREADS [RATE]]\n", argv[0]);
		return 2;
	}
	for (int i = 0; i < count; i++) {
		loads[i].count = atol(argv[1]);
		loads[i].rate = argc > 4 ? atol(argv[4]) : 0;
		loads[i].step = step;
		loads[i].fd = -1;
		snprintf(loads[i].path, sizeof(loads[i].path), "%sfile", argv[2]);
		snprintf(loads[i].own_path, sizeof(loads[i].own_path), "%sown%d", argv[2], i);
	}
	make_file(loads[0].path);
	for (int i = 0; i < count; i++)
		must(!pthread_create(&threads[i], NULL, run_thread, &loads[i]), "pthread_create");
	for (int i = 0; i < count; i++) {
		pthread_join(threads[i], NULL);
		seconds += loads[i].seconds;
	}
	printf("%.1f\n", seconds * 1e9 / count / loads[0].count);
	return 0;
}

#endif /* LOAD_H */
