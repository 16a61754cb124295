/** Output of the commands of the sos plugin {@code ebpf}. */
package org.vmcore.emit.commands.ebpf;
