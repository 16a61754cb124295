/** System V IPC: shared memory, semaphores and message queues. */
package org.vmcore.kernel.ipc;
