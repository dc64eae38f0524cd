# A volume driver for Cinder without hardware: a volume is a file, a snapshot is another.  What a volume holds is
# there to be looked at: an image really gets into it, and a snapshot really comes back out.
import os
import shutil

from cinder import exception
from cinder import interface
from cinder.volume import driver

SHOWN = 1 << 20                # bytes kept of each: the images here are smaller


@interface.volumedriver
class FileDriver(driver.VolumeDriver):
    VERSION = '1.0.0'
    SUPPORTS_ACTIVE_ACTIVE = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.folder = self.configuration.safe_get('volumes_dir')

    def path(self, thing):
        return os.path.join(self.folder, thing.id)

    def check_for_setup_error(self):
        os.makedirs(self.folder, exist_ok=True)

    def create_volume(self, volume):
        with open(self.path(volume), 'wb') as f:
            f.truncate(SHOWN)

    def delete_volume(self, volume):
        if os.path.exists(self.path(volume)):
            os.remove(self.path(volume))

    delete_snapshot = delete_volume

    def create_snapshot(self, snapshot):
        # A storage whose snapshots fail, for those who ask for it by name.
        if "fails" in (snapshot.display_name or ""):
            raise exception.VolumeBackendAPIException(data="no snapshot today")
        shutil.copyfile(self.path(snapshot.volume), self.path(snapshot))

    def create_volume_from_snapshot(self, volume, snapshot):
        shutil.copyfile(self.path(snapshot), self.path(volume))

    create_cloned_volume = create_volume_from_snapshot

    def revert_to_snapshot(self, context, volume, snapshot):
        shutil.copyfile(self.path(snapshot), self.path(volume))

    def extend_volume(self, volume, new_size):
        pass

    def copy_image_to_volume(self, context, volume, image_service, image_id, disable_sparse=False):
        with open(self.path(volume), 'r+b') as f:
            image_service.download(context, image_id, f)

    def copy_volume_to_image(self, context, volume, image_service, image_meta):
        with open(self.path(volume), 'rb') as f:
            image_service.update(context, image_meta['id'], {}, f)

    def ensure_export(self, context, volume):
        pass

    remove_export = ensure_export

    def create_export(self, context, volume, connector):
        pass

    def initialize_connection(self, volume, connector):
        return {'driver_volume_type': 'iscsi', 'data': {'access_mode': 'rw'}}

    def terminate_connection(self, volume, connector, **kwargs):
        pass

    def _update_volume_stats(self):
        pool = {'pool_name': 'files', 'total_capacity_gb': 'infinite', 'free_capacity_gb': 'infinite', 'reserved_percentage': 0}
        self._stats = {'volume_backend_name': 'files', 'vendor_name': 'lab', 'driver_version': self.VERSION, 'storage_protocol': 'iscsi', 'pools': [pool]}
