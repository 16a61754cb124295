/** {@code /sys/fs}: what file systems tell of themselves. */
package org.vmcore.emit.sys.fs;
