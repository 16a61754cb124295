/** Queueing disciplines, {@code net/sched}: {@link org.vmcore.kernel.net.qdisc.Qdisc}. */
package org.vmcore.kernel.net.qdisc;
