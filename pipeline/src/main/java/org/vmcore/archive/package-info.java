/**
 * The archive of a report: tar entries, independently compressed blocks, and the one file that
 * joins them. Knows nothing of Beam and nothing of kernels.
 */
package org.vmcore.archive;
