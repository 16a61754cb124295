/**
 * How full file systems are, as {@code statfs()} tells it, a class for each family: start at {@link
 * org.vmcore.kernel.fs.statfs.StatFs}.
 */
package org.vmcore.kernel.fs.statfs;
