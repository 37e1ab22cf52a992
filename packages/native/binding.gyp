{
  "variables": {
    # 1: with AddressSanitizer and UndefinedBehaviorSanitizer (scripts/sanitize.mjs).
    "sanitize%": 0,
  },
  "targets": [
    {
      "target_name": "native",
      "sources": [
        "src/addon/addon.cc",
        "src/addon/arguments.cc",
        "src/addon/attach.cc",
        "src/addon/attach_function.cc",
        "src/addon/attach_place.cc",
        "src/addon/attach_section.cc",
        "src/addon/attach_tracepoint.cc",
        "src/addon/bpf_map.cc",
        "src/addon/btf.cc",
        "src/addon/btf_binding.cc",
        "src/addon/btf_prototype.cc",
        "src/addon/btf_spelling.cc",
        "src/addon/btf_type.cc",
        "src/addon/clocks.cc",
        "src/addon/configure.cc",
        "src/addon/elf_sections.cc",
        "src/addon/error.cc",
        "src/addon/kernel_btf.cc",
        "src/addon/lean_btf.cc",
        "src/addon/link.cc",
        "src/addon/loaded_object.cc",
        "src/addon/log_capture.cc",
        "src/addon/map_batch.cc",
        "src/addon/map_binding.cc",
        "src/addon/map_info.cc",
        "src/addon/notifier.cc",
        "src/addon/object_file.cc",
        "src/addon/object_ids.cc",
        "src/addon/opened_object.cc",
        "src/addon/program_run.cc",
        "src/addon/program_stats.cc",
        "src/addon/ring.cc",
        "src/addon/ring_backlog.cc",
        "src/addon/ring_binding.cc",
        "src/addon/ring_claim.cc",
        "src/addon/ring_handle.cc",
        "src/addon/ring_sleeper.cc",
        "src/addon/ring_source.cc",
        "src/addon/tracefs.cc",
        "src/addon/tracepoint.cc",
        "src/addon/typed_programs.cc",
        "src/addon/version.cc",
      ],
      "defines": [
        "NAPI_VERSION=8",
        "NODE_ADDON_API_CPP_EXCEPTIONS_ALL",
        # A worker that is terminated while it is in the addon takes no exception any more; trying
        # to throw one would end the process.
        "NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS",
      ],
      # As system headers: their warnings are not ours.
      "cflags_cc": [
        "-isystem", "<!(node -p \"require('path').dirname(require.resolve('node-addon-api'))\")",
        "<!@(pkg-config --cflags libbpf)",
        "-std=c++17",
        "-fexceptions",
        "-fvisibility=hidden",
        "-Wall",
        "-Wextra",
        "-Werror",
      ],
      "cflags_cc!": ["-fno-exceptions", "-std=gnu++17", "-Wno-unused-parameter"],
      "libraries": ["<!@(pkg-config --libs libbpf)"],
      # Node unloads an addon with the last environment that uses it; libbpf keeps our print
      # function and our handler of sections for as long as the process runs.
      "ldflags": ["-Wl,-z,nodelete"],
      "conditions": [
        ["sanitize==1", {
          "cflags_cc": ["-fsanitize=address,undefined", "-fno-omit-frame-pointer", "-O1", "-g"],
          "ldflags": ["-fsanitize=address,undefined"],
        }],
      ],
    },
  ],
}
