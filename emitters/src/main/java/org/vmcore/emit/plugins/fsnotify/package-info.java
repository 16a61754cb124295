/** {@code plugins/fsnotify}: who watches files, and what waits for an answer. */
package org.vmcore.emit.plugins.fsnotify;
