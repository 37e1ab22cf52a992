# On the shared root, which is read-only: mounts what a running system has, and starts the job.
job=/run/probekit
b=$job/busybox
repository=$($b cat $job/repository)
cd /

$b mount -t proc proc /proc
$b mount -t sysfs sysfs /sys
$b mkdir -p /dev/pts /dev/shm
$b mount -t devpts -o mode=620,ptmxmode=666 devpts /dev/pts
[ -e /dev/fd ] || $b ln -s /proc/self/fd /dev/fd
$b mount -t tmpfs -o mode=1777 tmpfs /dev/shm
$b mount -t cgroup2 cgroup2 /sys/fs/cgroup
$b mount -t bpf -o mode=700 bpf /sys/fs/bpf
$b mount -t tracefs tracefs /sys/kernel/tracing
$b mount -t debugfs debugfs /sys/kernel/debug
$b mount -t securityfs securityfs /sys/kernel/security

# A file system on a disk: what happens to inodes there differs from tmpfs.
$b mount -t ext4 /dev/vda /var/tmp
$b chmod 1777 /var/tmp

# The repository, writable: test tools leave caches there. It may be below /tmp.
$b mkdir -p $job/lower $job/layer
$b mount --bind "$repository" $job/lower
$b mount -t tmpfs tmpfs $job/layer
$b mkdir $job/layer/upper $job/layer/work
$b mount -t tmpfs -o mode=1777 tmpfs /tmp
$b mkdir -p "$repository"
$b mount -t overlay \
	-o "lowerdir=$job/lower,upperdir=$job/layer/upper,workdir=$job/layer/work" overlay "$repository"

$b ip link set lo up
$b hostname guest
ulimit -n 65536

cd "$repository" && "$($b cat $job/node)" "$($b cat $job/script)" $job/job.json
$b reboot -f
