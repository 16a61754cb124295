/**
 * {@code /proc/PID} and {@code /proc/PID/task/TID}: what is said of one process, thread or open
 * file. {@link org.vmcore.emit.proc.pid.Pids} and its like give the keys.
 */
package org.vmcore.emit.proc.pid;
