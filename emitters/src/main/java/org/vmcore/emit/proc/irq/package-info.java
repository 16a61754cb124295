/** {@code /proc/irq}: where each interrupt may go and goes, {@code kernel/irq/proc.c}. */
package org.vmcore.emit.proc.irq;
