-- directory_epoch: the epoch in hexadecimal
SELECT replace(epoch::text, '-', '') FROM daybook.epoch
