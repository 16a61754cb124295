/** {@code plugins/locks}: which tasks wait for which locks, and who holds them. */
package org.vmcore.emit.plugins.locks;
