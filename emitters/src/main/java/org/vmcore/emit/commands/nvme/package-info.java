/** {@code sos_commands/nvme}: what {@code nvme} shows. */
package org.vmcore.emit.commands.nvme;
