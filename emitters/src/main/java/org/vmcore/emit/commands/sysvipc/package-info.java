/** {@code sos_commands/sysvipc}: {@code ipcs} in its forms. */
package org.vmcore.emit.commands.sysvipc;
