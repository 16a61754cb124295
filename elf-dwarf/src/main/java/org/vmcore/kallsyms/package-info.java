/**
 * The kernel's own symbol table, {@code kernel/kallsyms.c}, as it lies in memory. Start with {@link
 * org.vmcore.kallsyms.Kallsyms}.
 */
package org.vmcore.kallsyms;
