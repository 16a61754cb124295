/** Files, paths and mounts as the VFS knows them. */
package org.vmcore.kernel.fs;
