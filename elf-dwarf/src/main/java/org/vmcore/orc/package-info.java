/**
 * ORC, the unwind information of x86-64 kernels ({@code arch/x86/include/asm/orc_types.h}): tables
 * from code addresses to rules for the caller's registers. Start with {@link
 * org.vmcore.orc.OrcTable}.
 */
package org.vmcore.orc;
