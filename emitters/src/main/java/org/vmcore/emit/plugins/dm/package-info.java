/** {@code plugins/dm}: devices of the device mapper and what they have to do. */
package org.vmcore.emit.plugins.dm;
