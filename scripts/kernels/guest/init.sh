#!/bin/sh
# The first process of a guest, in the initramfs: mounts the shared root and goes there.
b=/bin/busybox

fail() {
	echo "probekit guest: $1"
	$b reboot -f
}

$b mount -t devtmpfs dev /dev
for module in /modules/*.ko; do
	$b insmod "$module" || fail "cannot load $module"
done
$b mount -t virtiofs -o ro host /host || fail "cannot mount the shared root"
$b mount --move /dev /host/dev
$b mount -t tmpfs -o mode=755 tmpfs /host/run
$b mkdir /host/run/probekit
$b cp /bin/busybox /job/* /host/run/probekit/
exec $b switch_root /host /run/probekit/busybox sh /run/probekit/stage2.sh
