/** Interrupts: descriptors, counters of the architecture, softirqs. {@code kernel/irq}. */
package org.vmcore.kernel.irq;
