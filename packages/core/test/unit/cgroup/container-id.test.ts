import { expect, test } from "vitest";
import { containerIdOf } from "../../../src/cgroup/container-id.js";

const id = "0123456789abcdef".repeat(4);
const inner = "fedcba9876543210".repeat(4);
const uid = "7d3a1c52-93f4-4b0e-8f6d-2b1c0e9a5f44";
const underscored = uid.replaceAll("-", "_");
const slices = `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${underscored}.slice`;

test.each<[string, string, string, string | null]>([
  ["docker, systemd", `/system.slice/docker-${id}.scope`, id, null],
  ["docker, cgroupfs", `/docker/${id}`, id, null],
  [
    "rootless docker",
    `/user.slice/user-1000.slice/user@1000.service/user.slice/docker-${id}.scope`,
    id,
    null,
  ],
  ["nerdctl", `/system.slice/nerdctl-${id}.scope`, id, null],
  ["podman, systemd", `/machine.slice/libpod-${id}.scope`, id, null],
  ["podman below its scope", `/machine.slice/libpod-${id}.scope/container`, id, null],
  ["podman, cgroupfs", `/libpod_parent/libpod-${id}`, id, null],
  [
    "podman in a pod of its own kind",
    `/machine.slice/machine-libpod_pod_${inner}.slice/libpod-${id}.scope`,
    id,
    null,
  ],
  ["Amazon ECS", `/ecs/55091c13-b8cf-4801-b527-f4601742204d/${id}`, id, null],
  ["containerd in Kubernetes, systemd", `${slices}/cri-containerd-${id}.scope`, id, uid],
  ["cri-o in Kubernetes, systemd", `${slices}/crio-${id}.scope`, id, uid],
  ["cri-o below its scope", `${slices}/crio-${id}.scope/container`, id, uid],
  ["docker in Kubernetes, systemd", `${slices}/docker-${id}.scope`, id, uid],
  ["Kubernetes, cgroupfs", `/kubepods/burstable/pod${uid}/${id}`, id, uid],
  ["Kubernetes, cgroupfs, guaranteed", `/kubepods/pod${uid}/${id}`, id, uid],
  ["cri-o in Kubernetes, cgroupfs", `/kubepods/besteffort/pod${uid}/crio-${id}`, id, uid],
  [
    "a guaranteed pod, systemd",
    `/kubepods.slice/kubepods-pod${underscored}.slice/cri-containerd-${id}.scope`,
    id,
    uid,
  ],
  ["a static pod", `/kubepods/burstable/pod${"ab".repeat(16)}/${id}`, id, "ab".repeat(16)],
  [
    "containerd with drivers mixed up",
    `/system.slice/containerd.service/kubepods-burstable-pod${underscored}.slice:cri-containerd:${id}`,
    id,
    uid,
  ],
  [
    "Kubernetes in docker (kind)",
    `/system.slice/docker-${inner}.scope/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-pod${underscored}.slice/cri-containerd-${id}.scope`,
    id,
    uid,
  ],
  ["docker in docker", `/docker/${inner}/docker/${id}`, id, null],
  ["docker inside of a pod", `${slices}/cri-containerd-${inner}.scope/docker/${id}`, id, uid],
  ["what systemd makes inside of a container", `/docker/${id}/system.slice/cron.service`, id, null],
])("%s", (_, path, container, podUid) => {
  expect(containerIdOf(path)).toEqual({ id: container, podUid });
});

test.each([
  ["the root", "/"],
  ["a service", "/system.slice/docker.service"],
  ["a user's session", "/user.slice/user-1000.slice/session-3.scope"],
  ["a pod's own slice", slices],
  ["cri-o's monitor", `${slices}/crio-conmon-${id}.scope`],
  ["podman's monitor", `/machine.slice/libpod-conmon-${id}.scope`],
  ["an id that is too short", `/docker/${id.slice(1)}`],
  ["an id that is too long", `/docker/${id}0`],
  ["an id that is none", `/docker/${"g".repeat(64)}`],
  ["capitals", `/docker/${id.toUpperCase()}`],
])("%s is of no container", (_, path) => {
  expect(containerIdOf(path)).toBeNull();
});
