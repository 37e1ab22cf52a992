/*
 * Ends at once, and needs neither a C library nor a dynamic loader, whose page faults take several
 * times as long as an exec and differ by more than what tracing adds.
 */
#include <asm/unistd.h>

void _start(void)
{
#if defined(__x86_64__)
	__asm__ volatile("syscall" : : "a"(__NR_exit_group), "D"(0));
#elif defined(__aarch64__)
	register long number __asm__("x8") = __NR_exit_group;
	register long status __asm__("x0") = 0;

	__asm__ volatile("svc 0" : : "r"(number), "r"(status));
#else
#error "how does this machine call the kernel?"
#endif
	__builtin_unreachable();
}
