// SPDX-License-Identifier: Apache-2.0
/* Programs that tests run by hand. */
#include <probekit/probe.bpf.h>

PROBE_HISTOGRAM(seen, 1);

SEC("raw_tp")
int difference(struct bpf_raw_tracepoint_args *ctx)
{
	return ctx->args[0] - ctx->args[1];
}

SEC("raw_tp")
int count(struct bpf_raw_tracepoint_args *ctx)
{
	probe_histogram_add(seen, 0, ctx->args[0]);
	return 0;
}

SEC("tracepoint")
int attached(void *ctx)
{
	return 0;
}
