/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Several members of one of the kernel's structs in one read. Behind a pointer without a BTF type
 * each read is a call of a helper, which takes some 70 instructions for however few bytes.
 *
 *	__u64 window[4];
 *
 *	PROBE_READ_WINDOW(window, dentry, d_parent);
 *	parent = PROBE_FROM_WINDOW(window, dentry, d_parent, d_parent);
 *	length = PROBE_FROM_WINDOW(window, dentry, d_parent, d_name.len);
 *
 * A member that this kernel has elsewhere is read by itself: which, the verifier knows.
 */
#ifndef PROBEKIT_WINDOW_BPF_H
#define PROBEKIT_WINDOW_BPF_H

/* Fills the array `window` from the member `first` on; with zeros when it cannot be read. */
#define PROBE_READ_WINDOW(window, pointer, first)                                                  \
	bpf_core_read(window, sizeof(window), &(pointer)->first)

/* A member, of that window if it is there. */
#define PROBE_FROM_WINDOW(window, pointer, first, member)                                          \
	({                                                                                         \
		typeof((pointer)->member) value_;                                                  \
		__u64 at_ = bpf_core_field_offset(typeof(*(pointer)), member) -                    \
			    bpf_core_field_offset(typeof(*(pointer)), first);                      \
                                                                                                   \
		if (at_ <= sizeof(window) - sizeof(value_))                                        \
			value_ = *(typeof(value_) *)((void *)(window) + at_);                      \
		else                                                                               \
			bpf_core_read(&value_, sizeof(value_), &(pointer)->member);                \
		value_;                                                                            \
	})

#endif /* PROBEKIT_WINDOW_BPF_H */
