# Filled with the installation and the Debian package.
