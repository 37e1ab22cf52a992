// SPDX-License-Identifier: GPL-2.0 OR Apache-2.0
// One of most things: data sections, maps, a ring with a wake word, a program at each kind of
// hook that needs nothing but tracepoints.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#define SYS_GETEGID 108
#define SYS_GETPPID 110

const volatile __u32 target_tgid = 0;
const volatile __u32 burst = 1;
const volatile __u32 payload_bytes = 16;
const volatile __u32 output_flags = BPF_RB_NO_WAKEUP;

__u32 wake_word = 0;
__u64 sequence = 0;
__u64 dropped = 0;
__u64 hits = 0;
__u32 custom_word SEC(".data.custom") = 7;
__u8 initialised[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };

enum event_kind { EVENT_FIRST = 1, EVENT_LAST = -2 };

struct inner {
	__u16 low : 4;
	__u16 high : 12;
	char text[6];
};

struct event {
	__u64 sequence;
	__u32 kind;
	struct inner inner;
	union {
		__s32 number;
		__u8 bytes[4];
	};
	void *pointer;
};

struct event wire_event = {};
enum event_kind wire_kind = EVENT_FIRST;

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 8 * 1024 * 1024);
} ring SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, __u64);
} counts SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, __u32);
} per_cpu SEC(".maps");

static __always_inline int is_target(void)
{
	return bpf_get_current_pid_tgid() >> 32 == target_tgid;
}

static __always_inline void wake_reader(void)
{
	__u32 at = wake_word;
	void *empty;

	if (!at || bpf_ringbuf_query(&ring, BPF_RB_AVAIL_DATA) < at)
		return;
	empty = bpf_ringbuf_reserve(&ring, 8, 0);
	if (!empty)
		return;
	wake_word = 0;
	bpf_ringbuf_discard(empty, BPF_RB_FORCE_WAKEUP);
}

static __u8 scratch[65536];

static __always_inline void emit(void)
{
	__u64 number = __sync_fetch_and_add(&sequence, 1);
	__u32 size = payload_bytes;

	if (size < 8 || size > sizeof(scratch))
		return;
	*(__u64 *)scratch = number;
	if (bpf_ringbuf_output(&ring, scratch, size, output_flags))
		__sync_fetch_and_add(&dropped, 1);
	wake_reader();
}

static long emit_one(__u32 index, void *context)
{
	emit();
	return 0;
}

SEC("tp_btf/sys_enter")
int on_sys_enter(__u64 *ctx)
{
	if (!is_target() || ctx[1] != SYS_GETEGID)
		return 0;
	__sync_fetch_and_add(&hits, 1);
	if (burst == 1)
		emit();
	else
		bpf_loop(burst, emit_one, NULL, 0);
	return 0;
}

SEC("tracepoint/syscalls/sys_enter_getppid")
int on_getppid(void *ctx)
{
	if (is_target())
		__sync_fetch_and_add(&hits, 1);
	return 0;
}

SEC("raw_tracepoint")
int on_raw(struct bpf_raw_tracepoint_args *ctx)
{
	if (is_target() && ctx->args[1] == SYS_GETPPID)
		__sync_fetch_and_add(&hits, 1);
	return 0;
}

char LICENSE[] SEC("license") = "Dual BSD/GPL";
