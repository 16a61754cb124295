/** Files of tracefs, {@code /sys/kernel/tracing}, which also stands below debugfs. */
package org.vmcore.emit.sys.tracing;
