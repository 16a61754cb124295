/** What sos's plugin {@code numa} runs: numactl and numastat. */
package org.vmcore.emit.commands.numa;
