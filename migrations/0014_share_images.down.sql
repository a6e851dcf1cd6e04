DROP TABLE share_images;
