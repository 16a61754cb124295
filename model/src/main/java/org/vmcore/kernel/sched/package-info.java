/** The scheduler: run queues and load. */
package org.vmcore.kernel.sched;
