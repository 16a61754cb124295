/** {@code /sys/kernel/irq}: what each interrupt is, {@code kernel/irq/irqdesc.c}. */
package org.vmcore.emit.sys.irq;
