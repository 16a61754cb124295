/** {@code sos_commands/pci}: what {@code lspci} shows, without its table of names. */
package org.vmcore.emit.commands.pci;
