{
  "targets": [
    {
      "target_name": "addon",
      "sources": ["addon.c"],
      "defines": ["NAPI_VERSION=8"],
      "cflags_c": ["-O3", "-Wall", "-Wextra", "-Wno-unused-parameter", "-Werror"],
    },
  ],
}
