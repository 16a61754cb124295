/** {@code sos_commands/devicemapper}: what {@code dmsetup} shows. */
package org.vmcore.emit.commands.devicemapper;
