// SPDX-License-Identifier: Apache-2.0
/*
 * Writes records with typed arguments as programs of probekit do: the wire's structs are those of
 * probekit/args.h and the payloads those of the kernel's headers, laid out by this compiler, and
 * none of the programs' code. Decoders are held against it.
 *
 * Reads lines of words and writes each record as a ring gives it: its length, four zeros, the
 * record, zeros up to a multiple of 8. Bytes are in hexadecimal, none of them is a dash.
 *
 *	record PROBE EVENT TIME_NS FLAGS NUMBER NOTE
 *	args | made		begins the block of that member; without one, it is all zeros
 *	number INDEX FLAGS TYPE VALUE
 *	bytes INDEX FLAGS TYPE BYTES
 *	strings INDEX FLAGS COUNT BYTES...
 *	timespec INDEX FLAGS SEC NSEC
 *	pair INDEX FLAGS FIRST SECOND
 *	cred INDEX FLAGS UID GID ... FSGID EFFECTIVE ... AMBIENT
 *	in | in6 | un | nl | ll | family INDEX FLAGS LENGTH, and the members in their order
 *	end
 */
#include <probekit/args.h>

#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <linux/in6.h>
#include <linux/netlink.h>
#include <linux/time_types.h>
#include <linux/un.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct call {
	struct probe_header header;
	__u32 number;
	struct probe_data note;
	struct probe_args args;
	struct probe_args made;
};
_Static_assert(offsetof(struct call, args) == 28, "args of struct call");
_Static_assert(sizeof(struct call) == 64, "struct call");

/* A packet address can be longer than its struct says. */
union address {
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
	struct sockaddr_un un;
	struct sockaddr_nl nl;
	struct sockaddr_ll ll;
	__u16 family;
	__u8 bytes[128];
};

static __u8 record[1 << 16] __attribute__((aligned(8)));
static __u32 record_length;
static struct probe_args *block;

static void die(const char *what)
{
	fprintf(stderr, "encode: %s\n", what);
	exit(1);
}

static const char *word(void)
{
	const char *found = strtok(NULL, " \n");

	if (!found)
		die("a word is missing");
	return found;
}

static __u64 number(void)
{
	char *end;
	__u64 value = strtoull(word(), &end, 10);

	if (*end)
		die("not a number");
	return value;
}

static __u32 hex(__u8 *into, size_t room)
{
	const char *text = word();
	size_t bytes = strcmp(text, "-") ? strlen(text) / 2 : 0;
	size_t at;

	if (bytes > room)
		die("too many bytes");
	for (at = 0; at < bytes; at++)
		if (sscanf(text + 2 * at, "%2hhx", &into[at]) != 1)
			die("not hexadecimal");
	return bytes;
}

static void append(const void *from, size_t bytes)
{
	if (bytes > sizeof(record) - record_length)
		die("the record is too long");
	memcpy(record + record_length, from, bytes);
	record_length += bytes;
}

static void pad(void)
{
	static const __u8 zeros[8];

	append(zeros, -record_length & 7);
}

static void begin_block(struct probe_args *member)
{
	pad();
	block = member;
	block->data.offset = record_length;
}

static void put(__u32 index, __u32 flags, __u32 type, const void *payload, __u32 length)
{
	struct probe_arg arg = { .index = index, .type = type, .flags = flags, .length = length };

	if (!block)
		die("an argument without a block");
	append(&arg, sizeof(arg));
	append(payload, length);
	pad();
	block->count++;
	block->data.length = record_length - block->data.offset;
}

static void put_strings(__u32 index, __u32 flags)
{
	static __u8 strings[sizeof(record)];
	__u32 length = 0;
	__u64 count;

	for (count = number(); count > 0; count--) {
		length += hex(strings + length, sizeof(strings) - length - 1);
		strings[length++] = 0;
	}
	put(index, flags, STR_ARR_T, strings, length);
}

static void put_cred(__u32 index, __u32 flags)
{
	struct probe_cred cred;

	cred.uid = number();
	cred.gid = number();
	cred.euid = number();
	cred.egid = number();
	cred.suid = number();
	cred.sgid = number();
	cred.fsuid = number();
	cred.fsgid = number();
	cred.effective = number();
	cred.permitted = number();
	cred.inheritable = number();
	cred.bounding = number();
	cred.ambient = number();
	put(index, flags, CRED_T, &cred, sizeof(cred));
}

static void put_address(const char *kind, __u32 index, __u32 flags)
{
	union address address = { 0 };
	__u32 length = number();

	if (length > sizeof(address))
		die("an address is too long");
	if (!strcmp(kind, "in")) {
		address.in.sin_family = AF_INET;
		address.in.sin_port = htons(number());
		hex((__u8 *)&address.in.sin_addr, sizeof(address.in.sin_addr));
	} else if (!strcmp(kind, "in6")) {
		address.in6.sin6_family = AF_INET6;
		address.in6.sin6_port = htons(number());
		address.in6.sin6_flowinfo = htonl(number());
		hex((__u8 *)&address.in6.sin6_addr, sizeof(address.in6.sin6_addr));
		address.in6.sin6_scope_id = number();
	} else if (!strcmp(kind, "un")) {
		address.un.sun_family = AF_UNIX;
		hex((__u8 *)address.un.sun_path, sizeof(address.un.sun_path));
	} else if (!strcmp(kind, "nl")) {
		address.nl.nl_family = AF_NETLINK;
		address.nl.nl_pid = number();
		address.nl.nl_groups = number();
	} else if (!strcmp(kind, "ll")) {
		address.ll.sll_family = AF_PACKET;
		address.ll.sll_protocol = htons(number());
		address.ll.sll_ifindex = number();
		address.ll.sll_hatype = number();
		address.ll.sll_pkttype = number();
		address.ll.sll_halen = number();
		hex(address.bytes + offsetof(struct sockaddr_ll, sll_addr), 32);
	} else {
		address.family = number();
		hex(address.bytes + sizeof(address.family),
		    sizeof(address) - sizeof(address.family));
	}
	put(index, flags, SOCKADDR_T, &address, length);
}

static void put_argument(const char *kind)
{
	static __u8 bytes[sizeof(record)];
	__u32 index = number();
	__u32 flags = number();
	__u32 type;

	if (!strcmp(kind, "number")) {
		type = number();
		put(index, flags, type, &(__u64){ number() }, sizeof(__u64));
	} else if (!strcmp(kind, "bytes")) {
		type = number();
		put(index, flags, type, bytes, hex(bytes, sizeof(bytes)));
	} else if (!strcmp(kind, "strings")) {
		put_strings(index, flags);
	} else if (!strcmp(kind, "timespec")) {
		struct __kernel_timespec time = { .tv_sec = number() };

		time.tv_nsec = number();
		put(index, flags, TIMESPEC_T, &time, sizeof(time));
	} else if (!strcmp(kind, "pair")) {
		int pair[2] = { number() };

		pair[1] = number();
		put(index, flags, INT_PAIR_T, pair, sizeof(pair));
	} else if (!strcmp(kind, "cred")) {
		put_cred(index, flags);
	} else if (strstr(" in in6 un nl ll family ", kind)) {
		put_address(kind, index, flags);
	} else {
		die(kind);
	}
}

static void begin_record(struct call *call)
{
	static __u8 note[sizeof(record)];

	memset(record, 0, sizeof(*call));
	record_length = sizeof(*call);
	block = NULL;
	call->header.probe = number();
	call->header.event = number();
	call->header.time_ns = number();
	call->header.flags = number();
	call->number = number();
	call->note.offset = record_length;
	call->note.length = hex(note, sizeof(note));
	append(note, call->note.length);
}

static void end_record(void)
{
	__u32 before[2] = { record_length };

	fwrite(before, sizeof(before), 1, stdout);
	pad();
	fwrite(record, record_length, 1, stdout);
}

int main(void)
{
	struct call *call = (struct call *)record;
	char *line = NULL;
	size_t room = 0;

	while (getline(&line, &room, stdin) > 0) {
		const char *kind = strtok(line, " \n");

		if (!kind)
			continue;
		else if (!strcmp(kind, "record"))
			begin_record(call);
		else if (!strcmp(kind, "args"))
			begin_block(&call->args);
		else if (!strcmp(kind, "made"))
			begin_block(&call->made);
		else if (!strcmp(kind, "end"))
			end_record();
		else
			put_argument(kind);
	}
	free(line);
	return fflush(stdout) ? 1 : 0;
}
