/** Which kernel crashed, for programs to read. */
package org.vmcore.emit.plugins.kernelinfo;
