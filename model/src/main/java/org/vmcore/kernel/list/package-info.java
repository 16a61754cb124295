/** Linked lists of the kernel: {@code list_head}, {@code hlist}, {@code klist}, {@code llist}. */
package org.vmcore.kernel.list;
