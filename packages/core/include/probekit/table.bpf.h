/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables: what is counted in the kernel, a row for each key, and taken by user space from time
 * to time.
 *
 *	PROBE_TABLE(files, struct filetop_key, struct filetop_row, 8192);
 *
 *	row = probe_table_row(files, &key, &is_new);
 *	if (!row)
 *		return 0;
 *	if (is_new)
 *		bpf_get_current_comm(row->comm, sizeof(row->comm));
 *	__sync_fetch_and_add(&row->reads, 1);
 *
 * A table has two banks. Programs write to the one in the slot of the map that has the table's
 * name; user space puts the other, empty one there, and the kernel does not return from that
 * before every program that found the old one is done. What user space then takes out of the
 * old bank is all that was counted since the last time, each count once, and rows of what has
 * ended are gone with it.
 */
#ifndef PROBEKIT_TABLE_BPF_H
#define PROBEKIT_TABLE_BPF_H

#include "loss.bpf.h"

/*
 * The sizes of `key_type` and `value_type` are multiples of 8. Room for `rows` rows between two
 * readings: what finds none is counted as map_full, and not in the table.
 */
#define PROBE_TABLE(name, key_type, value_type, rows)                                              \
	struct probekit_bank_##name {                                                              \
		__uint(type, BPF_MAP_TYPE_HASH);                                                   \
		__uint(max_entries, rows);                                                         \
		__type(key, key_type);                                                             \
		__type(value, value_type);                                                         \
	};                                                                                         \
	struct probekit_bank_##name name##_a SEC(".maps");                                         \
	struct probekit_bank_##name name##_b SEC(".maps");                                         \
	struct {                                                                                   \
		__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);                                          \
		__uint(max_entries, 1);                                                            \
		__type(key, __u32);                                                                \
		__array(values, struct probekit_bank_##name);                                      \
	} name SEC(".maps") = { .values = { &name##_a } };                                         \
	const value_type probekit_blank_##name = {}

/*
 * As probe_table_row(), which follows, without counting what finds no room: for what can be added
 * later.
 */
#define probe_table_row_if_room(name, key, is_new)                                                 \
	((typeof(name##_a.value))probekit_table_row(&name, key, &probekit_blank_##name, is_new))

/*
 * The row of `key`, all of whose bytes must be set, padding too. NULL (counted) when there is
 * no room. A row that this call has made is all zeros: fill in what it is about; another
 * program may be counting in it already.
 */
#define probe_table_row(name, key, is_new)                                                         \
	({                                                                                         \
		typeof(name##_a.value) __row = probe_table_row_if_room(name, key, is_new);         \
		if (!__row)                                                                        \
			probe_count_loss(map_full);                                                \
		__row;                                                                             \
	})

static __always_inline void *probekit_table_row(void *table, const void *key, const void *blank,
						bool *is_new)
{
	__u32 slot = 0;
	void *bank = bpf_map_lookup_elem(table, &slot);
	void *row;
	long err;

	*is_new = false;
	if (!bank)
		return NULL;
	row = bpf_map_lookup_elem(bank, key);
	if (row)
		return row;
	err = bpf_map_update_elem(bank, key, blank, BPF_NOEXIST);
	*is_new = !err;
	return bpf_map_lookup_elem(bank, key);
}

/* The row of `key` if there is one: before work that only a new row needs. */
#define probe_table_find(name, key) ((typeof(name##_a.value))probekit_table_find(&name, key))

static __always_inline void *probekit_table_find(void *table, const void *key)
{
	__u32 slot = 0;
	void *bank = bpf_map_lookup_elem(table, &slot);

	return bank ? bpf_map_lookup_elem(bank, key) : NULL;
}

#endif /* PROBEKIT_TABLE_BPF_H */
