/** {@code plugins/virt}: who runs this machine, if it is a virtual one. */
package org.vmcore.emit.plugins.virt;
