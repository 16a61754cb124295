/** {@code plugins/multipath}: units with several paths. */
package org.vmcore.emit.plugins.multipath;
