/**
 * Locks that tasks wait for: found from the waiters, with who holds them. Start with {@link
 * org.vmcore.kernel.lock.LockWaits}.
 */
package org.vmcore.kernel.lock;
