/**
 * Where tasks were: the unwinder and what it needs. Start with {@link
 * org.vmcore.kernel.stack.Stacks}, which gives each task's {@link
 * org.vmcore.kernel.stack.StackTrace}; an {@link org.vmcore.kernel.stack.Unwinder} for each way to
 * find callers makes it.
 */
package org.vmcore.kernel.stack;
