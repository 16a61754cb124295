/** Per-CPU variables and counters, {@code include/linux/percpu.h}. */
package org.vmcore.kernel.percpu;
