/**
 * Tasks: processes, threads and what belongs to them. Start with {@link
 * org.vmcore.kernel.task.Tasks}.
 */
package org.vmcore.kernel.task;
