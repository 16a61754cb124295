/**
 * The kernel's tracer, {@code kernel/trace/}: start with {@link
 * org.vmcore.kernel.trace.TraceArray}.
 */
package org.vmcore.kernel.trace;
