/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What bench/decode.mjs compares with: one object for each record, built through Node-API. With the
 * names of its properties made once, and one call for a whole batch.
 */
#include <node_api.h>
#include <stdint.h>
#include <string.h>

struct header {
	uint64_t time_ns;
	uint16_t probe;
	uint16_t event;
	uint32_t flags;
};

struct opened {
	struct header header;
	uint64_t cgroup_id;
	uint32_t pid, tid, ppid, uid, gid;
	uint32_t namespaces[5];
	char comm[16];
	int32_t fd;
	uint32_t flags;
	uint64_t duration_ns;
	uint32_t path_offset;
	uint32_t path_length;
};

static const char *const names[] = { "probe", "event", "timeMs", "pid",	  "tid",	"ppid", "uid",
				     "gid",   "comm",  "fd",	 "flags", "durationMs", "path" };
enum { NAMES = sizeof(names) / sizeof(names[0]) };

/* An array: objects of it are kept, names by themselves cannot be. */
static napi_ref kept_names;

static napi_value number(napi_env env, double value)
{
	napi_value result = NULL;

	napi_create_double(env, value, &result);
	return result;
}

static napi_value integer(napi_env env, uint32_t value)
{
	napi_value result = NULL;

	napi_create_uint32(env, value, &result);
	return result;
}

static napi_value text(napi_env env, const char *bytes, size_t length)
{
	napi_value result = NULL;

	napi_create_string_utf8(env, bytes, length, &result);
	return result;
}

static napi_value object_of(napi_env env, const struct opened *record, const napi_value *keys)
{
	const char *path = (const char *)record + record->path_offset;
	napi_value object = NULL;
	napi_value fd = NULL;

	napi_create_int32(env, record->fd, &fd);
	napi_create_object(env, &object);
	const napi_value values[NAMES] = {
		text(env, "sample", 6),
		text(env, "opened", 6),
		number(env, record->header.time_ns / 1e6),
		integer(env, record->pid),
		integer(env, record->tid),
		integer(env, record->ppid),
		integer(env, record->uid),
		integer(env, record->gid),
		text(env, record->comm, strnlen(record->comm, sizeof(record->comm))),
		fd,
		integer(env, record->flags),
		number(env, record->duration_ns / 1e6),
		text(env, path, record->path_length),
	};
	for (int index = 0; index < NAMES; index++)
		napi_set_property(env, object, keys[index], values[index]);
	return object;
}

/* decode(bytes): an array of objects */
static napi_value decode(napi_env env, napi_callback_info info)
{
	napi_value keys[NAMES];
	napi_value result, kept, bytes;
	size_t count = 1;
	size_t length;
	uint32_t decoded = 0;
	uint8_t *data;

	napi_get_cb_info(env, info, &count, &bytes, NULL, NULL);
	napi_get_buffer_info(env, bytes, (void **)&data, &length);
	napi_get_reference_value(env, kept_names, &kept);
	for (int index = 0; index < NAMES; index++)
		napi_get_element(env, kept, index, &keys[index]);
	napi_create_array(env, &result);
	for (size_t at = 0; at < length; decoded++) {
		uint32_t bytes_of_record;
		napi_handle_scope scope;

		memcpy(&bytes_of_record, data + at, sizeof(bytes_of_record));
		napi_open_handle_scope(env, &scope);
		napi_set_element(env, result, decoded,
				 object_of(env, (const struct opened *)(data + at + 8), keys));
		napi_close_handle_scope(env, scope);
		at += 8 + ((bytes_of_record + 7) & ~7u);
	}
	return result;
}

NAPI_MODULE_INIT()
{
	napi_value kept, function;

	napi_create_array_with_length(env, NAMES, &kept);
	for (int index = 0; index < NAMES; index++)
		napi_set_element(env, kept, index, text(env, names[index], NAPI_AUTO_LENGTH));
	napi_create_reference(env, kept, 1, &kept_names);
	napi_create_function(env, "decode", NAPI_AUTO_LENGTH, decode, NULL, &function);
	napi_set_named_property(env, exports, "decode", function);
	return exports;
}
