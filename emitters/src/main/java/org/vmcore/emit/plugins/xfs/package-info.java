/** {@code plugins/xfs}: logs of xfs and who waits for room in them. */
package org.vmcore.emit.plugins.xfs;
