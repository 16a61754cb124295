/**
 * Pressure stall information, {@code kernel/sched/psi.c}: {@link org.vmcore.kernel.psi.PsiGroup}.
 */
package org.vmcore.kernel.psi;
