/**
 * The tree below {@code /proc/sys} and the values in it ({@code fs/proc/proc_sysctl.c}, {@code
 * kernel/sysctl.c}). Start with {@link org.vmcore.kernel.sysctl.SysctlTree}.
 */
package org.vmcore.kernel.sysctl;
