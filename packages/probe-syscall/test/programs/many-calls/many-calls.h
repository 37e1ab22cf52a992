/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A program that makes many different system calls, successful and failed, so that what strace
 * and the probe say of them can be compared.
 */
#ifndef MANY_CALLS_H
#define MANY_CALLS_H

void files(void);
void memory(void);
void sockets(void);
void descriptors(void);
void structs(void);
void processes(void);
void timing(void);

#endif /* MANY_CALLS_H */
