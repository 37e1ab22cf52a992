// SPDX-License-Identifier: Apache-2.0
/*
 * Calls all of them behind a mark, a call of getppid() that both strace and the probe see.
 * It waits for a byte on its standard input first, so that both can be attached.
 */
#include <unistd.h>
#include "many-calls.h"

int main(int argc, char **argv)
{
	char byte;

	if (argc != 2 || chdir(argv[1]))
		return 1;
	if (read(0, &byte, 1) != 1)
		return 1;
	getppid();
	files();
	memory();
	sockets();
	descriptors();
	structs();
	processes();
	timing();
	return 0;
}
