/**
 * The scheduler's debug files, {@code kernel/sched/debug.c}: the state of all run queues and what
 * can be tuned. Start at {@link SchedDebug}.
 */
package org.vmcore.emit.sys.sched;
