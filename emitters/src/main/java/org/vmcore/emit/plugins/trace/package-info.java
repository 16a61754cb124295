/** What the kernel's tracer had recorded when the machine crashed. */
package org.vmcore.emit.plugins.trace;
